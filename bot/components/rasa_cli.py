"""Rasa's own command line without Python's cycle collector, for a training: what it makes lives to its end."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # to look through a million living objects again and again takes a tenth of a training

    from rasa.__main__ import main

    main()
