"""Sets real resolutions as PDF and DOCX, so that the readers can be measured on what typesetters and offices make.

    Draft (read from the UN's XML) → ``blocks`` → ``docx`` | ``html`` | ``tex`` → ``produce`` → bytes of a file

Three layouts, each of another producer, with what tells pages of the United Nations apart: running headers, page and
job numbers, a cover or none, indented or spaced paragraphs, real footnotes at the page's end. Debian's packages set
them: libreoffice-writer, weasyprint, texlive-xetex with texlive-lang-chinese.
"""
