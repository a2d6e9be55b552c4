"""Signing in to the desk: limits for wrong passwords, the second factor, and the events in log and history.

limits          django-axes with the archive's rules: who may try a password again, and when
second_factor   django-mfa3 in the admin: who needs a second factor
events          writes sign-ins, sign-outs and failures into the log and into the history
"""
