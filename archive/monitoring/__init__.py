"""What administrators and their programs see of a running archive.

health        checks of the database, the search index, the queue and the disk
installation  further checks for `manage.py doctor`: migrations, settings, translations, owners, the last back-up
machines      other machines that use the same database
pages         the addresses for programs: /healthz, /readyz, /metrics, /robots.txt and /.well-known/security.txt
metrics       the figures for Prometheus
log_lines     a line of the log for each request and each slow query
json_lines    the format of the log
"""
