"""One request of `./run bench web`: where it goes, as whom, with which form, and what its answer must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.web.people import HR, MANAGER, RECRUITER

EVERYBODY = (RECRUITER, MANAGER, HR)
OFFICE = (MANAGER, HR)
NOBODY = ("",)


@dataclass(frozen=True)
class Ask:
    """One address for each of `logins` (empty: nobody is signed in).

    Path, form and the like may hold names of things in braces: `{open}` and `{cancelled}`, interviews that the asker sees; what stands
    in bench/web/things.py, looked up in the database; what bench/web/arrivals.py makes, another one for each request. `hops`: so many
    pages further by the link of the next page. `paints`: for whom a browser opens it, too. `rows`: a file, told by its rows a second
    and held against no goal. `status`: what a page answers that leads nowhere.

    A `form` is posted: to the API as JSON, to the console as the form on the page `opens` that is sent to this path (`via`: to that
    one, the button sends it elsewhere), all its fields with these on top; a value `@NAME` is the first choice that the page offers
    under that name. `first`: fields to send it with before, untimed; the form then is the one on the answer. `before`: calls of the
    API that make it possible. `anew`: signs in before. `file`: an upload, as text. `partial`: as htmx asks. `share`: that part of the
    usual number of answers. What was posted has to have happened: the answer, or the page that it leads to, `shows` a text that the
    form's own page did not, and the thing `changes` is another one afterwards.
    """

    name: str
    path: str
    logins: tuple[str, ...] = EVERYBODY
    hops: int = 0
    form: Mapping[str, Any] | None = None
    opens: str = ""
    via: str = ""
    first: Mapping[str, Any] | None = None
    before: tuple[str, ...] = ()
    anew: bool = False
    file: str = ""
    partial: bool = False
    paints: tuple[str, ...] = ()
    rows: bool = False
    status: int = 200
    share: int = 0
    shows: str = ""
    changes: str = ""

    @property
    def api(self) -> bool:
        """Whether this is a call of the API and not of a page."""
        return self.path.startswith("/api/")

    def answers(self, usual: int) -> int:
        """How many answers are timed: what is posted is a third as many, unless it says otherwise."""
        return max(1, usual // (self.share or (1 if self.form is None else 3)))
