import pytest

from core.plain_text import one_line, plain_text


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("  Nobody came. ", "Nobody came."),
        ("One\r\ntwo\rthree", "One\ntwo\nthree"),
        ("a < b and <name withheld> & more", "a < b and <name withheld> & more"),
        ("<p>One&nbsp;&amp;<b>two</b></p><p>Three</p>", "One &two\n\nThree"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<style>p {color: red}</style><p>Seen</p><script>alert(1)</script>", "Seen"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb"),
        ("</style><p>Odd</p>", "Odd"),
        ("\u2022\tone\n\u00b7 two", "- one\n- two"),
        ("no\u00a0break\u200b\ufeff\u00ad and\x00 null", "no break and null"),
        ("line\u2028break\x0bpage", "line\nbreak\npage"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("Zoë O\u2019Brien Łucka 李", "Zoë O\u2019Brien Łucka 李"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("", ""),
    ],
)
def test_only_the_words_are_left(pasted, words):
    assert plain_text(pasted) == words
    assert plain_text(words) == words


def test_one_line_has_single_spaces():
    assert one_line(" Maria \n\t van  der Berg ") == "Maria van der Berg"


def test_a_long_account_is_kept_whole():
    account = "word " * 10_000
    assert plain_text(account) == account.strip()
