"""Numbers as in the United States, where Spanish texts write 50,000 and 273.8 too. Dates are those of Django's Spanish."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
