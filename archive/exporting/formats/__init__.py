"""The files of a table: CSV, Parquet, and SQLite for all tables. Each writer takes the batches of ``Table.batches``."""
