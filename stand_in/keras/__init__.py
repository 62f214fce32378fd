"""Stand-in for `keras`: supplies its names so that Rasa imports, and refuses to be used."""

from absent_library import stand_in_for

stand_in_for(__name__)
