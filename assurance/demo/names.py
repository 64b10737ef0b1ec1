"""Names for people who do not exist: common given names, family names put together from syllables.

A name is two draws that know nothing of each other, so any likeness to a living person is chance.
"""

from assurance.demo.chance import Chance
from safeguard.choices import Gender


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    """
    Abigail Agnes Aisha Alice Amina Angela Anita Anwen Audrey Barbara Beatrice Beryl Brenda
    Carol Catherine Chidi Clara Daphne Deborah Doreen Dorothy Edith Edna Eileen Elsie Emma
    Esther Ethel Eunice Fatima Fiona Florence Gillian Grace Gwen Hannah Harriet Hazel Helen
    Hilda Irene Iris Ivy Jasmine Jean Jessica Joan Josie Joyce Julie Karen Kathleen Kavita Laura
    Leila Lilian Linda Mabel Margaret Marjorie Maureen Megan Mei Mina Miriam Muriel Nancy
    Nasreen Nora Olive Pamela Patricia Pauline Peggy Phyllis Rita Rosa Ruth Samira Sandra Sheila
    Shirley Sunita Susan Sylvia Thelma Vera Violet Winifred Yasmin Yvonne Zainab
    """
)
MEN = _words(
    """
    Abdul Adam Alan Albert Alfred Andrew Anil Arjun Arthur Barry Benjamin Bernard Brian Cecil
    Cedric Charles Clive Colin Cyril Daniel David Dennis Derek Desmond Donald Douglas Edgar
    Edward Edwin Eric Ernest Faisal Francis Frank Frederick Geoffrey George Gerald Glyn Gordon
    Graham Hamza Harold Harry Henry Herbert Horace Hugh Imran Ivan Jack James Jamal Joseph Karl
    Keith Kenneth Kofi Lee Leonard Leslie Lewis Liam Malcolm Martin Maurice Mohan Nigel Norman
    Oliver Omar Oscar Percy Peter Philip Ralph Raymond Reginald Robert Roger Ronald Roy Samuel
    Sidney Simon Stanley Stephen Terence Thomas Trevor Victor Walter Wilfred William Yusuf
    """
)
FIRST_SYLLABLES = _words(
    """
    Ald Ard Ash Bar Bel Bram Cal Car Cold Cor Dar Del Dun Eld Elm Fal Fen Gar Glen Had Hal Har
    Hol Ken Lan Lark Lin Lor Mar Mel Mor Nar Nor Oak Orm Pen Per Quen Ran Rav Ros Sal Sel Stan
    Tal Tar Thorn Tor Val Ver Wal War Wen Wil Win Wyn Yar
    """
)
LAST_SYLLABLES = _words(
    """
    acre bourn brick brook bury by combe cott croft dale den don fell field ford garth gate ham
    hurst land ley low man mead mere mond more ney ridge row sall sett shaw stead stock stone
    ter thorpe ton vale wade well wick wold wood worth
    """
)
TEST_NHS_PREFIX = "999"


def full_name(chance: Chance, gender: str) -> tuple[str, str]:
    """Return a given name that fits the recorded gender, and a family name."""
    women = gender == Gender.FEMALE or (gender == Gender.NOT_KNOWN and chance.likely(0.5))
    given = chance.one_of(WOMEN if women else MEN)
    return given, chance.one_of(FIRST_SYLLABLES) + chance.one_of(LAST_SYLLABLES)


def nhs_number(chance: Chance) -> str:
    """Return a well-formed number of the range that is kept for tests and never given to anyone."""
    while True:
        digits = TEST_NHS_PREFIX + "".join(str(chance.whole(0, 9)) for _ in range(6))
        check = 11 - sum(int(digit) * (10 - n) for n, digit in enumerate(digits)) % 11
        if check != 10:
            return digits + str(check % 11)
