"""Values and rules that know no library, no clock and no database."""
