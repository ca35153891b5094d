# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All stories, in the order that gives each its extensions."""

import stories_in
import stories_moved
import stories_out

STORIES = [*stories_in.STORIES, *stories_out.STORIES, *stories_moved.STORIES]
ALL = [*STORIES, *stories_moved.WITH_AN_ASIDE]
