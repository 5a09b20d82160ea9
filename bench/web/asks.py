"""All that `./run bench web` asks for, and what of the console it does not."""

from bench.web.acts import ACTS
from bench.web.dialogs import DIALOGS
from bench.web.files import FILES
from bench.web.judging import JUDGING
from bench.web.lists import LISTS
from bench.web.outside import OUTSIDE
from bench.web.setting import SETTING

# What is read comes before what is done: acts leave the lists longer than they were.
ASKS = (*LISTS, *DIALOGS, *FILES, *OUTSIDE, *SETTING, *JUDGING, *ACTS)
UNASKED = {"GET /console/live": "the stream of news: its answer never ends"}
"""Routes of the console that nothing asks for, each with why."""
