"""Long-running loops: dispatcher, delivery, housekeeping."""
