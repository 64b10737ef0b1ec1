"""NHS numbers: ten digits, of which the last checks the others (modulus 11)."""

DIGITS = 10


def digits_of(typed: str) -> str:
    """Return the digits of an NHS number as people write it: "943 476 5919", "943-476-5919"."""
    return "".join(character for character in typed if character not in " -\u2010\u2011")


def is_nhs_number(digits: str) -> bool:
    """Say whether ten digits can be an NHS number."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return False
    weighted = sum(int(digit) * (DIGITS - place) for place, digit in enumerate(digits[:-1]))
    check = (11 - weighted % 11) % 11
    return check == int(digits[-1])
