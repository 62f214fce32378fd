"""The monthly service report: pure functions over fact rows (stories 8)."""
