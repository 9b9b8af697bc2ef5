"""Days on which the office works: Monday to Friday. Holidays are not known here."""

import datetime


def working_days(start: datetime.date, end: datetime.date) -> int:
    """How many days from Monday to Friday follow one day, up to another one and with it.

    Args:
        start: the day before the first that counts.
        end: the last day that counts.

    Returns:
        A number; 0 when the end is not after the start.
    """
    return sum(
        1
        for number in range(1, (end - start).days + 1)
        if (start + datetime.timedelta(days=number)).weekday() < 5
    )
