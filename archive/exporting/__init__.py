"""The whole archive as data: CSV, Parquet and SQLite, with a description that programs read (``datapackage.json``).

table      what a table is
tables     the tables; each is described once
formats    the files of a table
package    datapackage.json, and its parts as the pages read them
export     writes everything into a folder, from one moment of the database
published  the versions at /data/: where they are, which are kept, and when a new one is due
"""
