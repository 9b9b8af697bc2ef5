"""The month first, as people in Minnesota write it: "Lub Ib Hlis tim 11, 2027"."""

DATE_FORMAT = r"F \t\i\m j, Y"
DATETIME_FORMAT = r"F \t\i\m j, Y, P"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = r"F \t\i\m j"
NUMBER_GROUPING = 3
