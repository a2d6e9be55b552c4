"""The terms: which English words stand for which Chinese ones, counted in clauses of texts that are here in both.

``pairs``       what is counted: a Chinese clause and its English counterpart
``evidence``    the statistics, and how much of them a pair of terms needs
``openings``    the opening phrases of clauses
``names``       the names of treaties and bodies and the phrases of the ``word_list``, found in ``english`` texts
``rivals``      other Chinese words that explain an English phrase better
``making``      stores the terms of the archive (the only module here that knows the database)
"""
