from __future__ import annotations

from dataclasses import replace

import pytest

from gazette.audience import LEFT_OUT, LeftOut, Outcome, Told
from gazette.errors import AudienceError

COUNTS = dict.fromkeys(LEFT_OUT, 0) | {LeftOut.BOUNCED: 2, LeftOut.SAME_ADDRESS: 1}
SOUND = Outcome(
    users=8,
    recipients=5,
    accounts=6,
    left_out=tuple(COUNTS.items()),
    told=(Told("notify", "material", "1.0.0", "", "rule", 5),),
)


def left_out(**changed: int) -> tuple[tuple[LeftOut, int], ...]:
    counts = COUNTS | {LeftOut[name]: count for name, count in changed.items()}
    return tuple(counts.items())


@pytest.mark.parametrize(
    "wrong",
    [
        {"users": 9},
        {"users": 7},
        {"recipients": 4},
        {"accounts": 7},
        {"told": ()},
        {"left_out": left_out(BOUNCED=3)},
        {"left_out": left_out(BOUNCED=3, DELETED=-1)},
        {"left_out": SOUND.left_out[1:]},
        {"left_out": SOUND.left_out[::-1]},
    ],
)
def test_counts_that_disagree_stop_the_run(wrong: dict[str, object]) -> None:
    with pytest.raises(AudienceError):
        replace(SOUND, **wrong)
