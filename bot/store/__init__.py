"""SQLAlchemy tables, units of work and migrations."""
