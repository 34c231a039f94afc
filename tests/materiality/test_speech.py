"""What a statement does: whether it speaks of the text itself, or of what the text governs."""

import pytest

from gazette.materiality.speech import speaks_of_text


@pytest.mark.parametrize(
    "text",
    [
        "The English version prevails.",
        "Earlier versions stay available in our repository.",
        "You can read a previous version of this policy.",
        "This notice is licensed under Creative Commons.",
        "We are updating our Terms.",
    ],
)
def test_a_sentence_speaks_of_the_text(text: str) -> None:
    assert speaks_of_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "You can restore a previous version of your file.",
        "Your photos are licensed under Creative Commons.",
        "We keep earlier versions of your files.",
        "Past versions of your posts are public.",
        "Your posts are translated into German.",
        "The software is licensed under the GPL.",
        "Users who speak languages other than English are served by partners.",
        "You get a PDF version of your data.",
        "Agencies see this summary of your file.",
    ],
)
def test_a_sentence_in_the_same_words_speaks_of_what_the_text_governs(text: str) -> None:
    assert not speaks_of_text(text)
