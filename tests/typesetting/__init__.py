"""Sets real resolutions as PDF and DOCX, to measure the readers on files of typesetters and office suites.

    Draft (read from the UN's XML) → ``blocks`` → ``docx`` | ``html`` | ``tex`` → ``produce`` → bytes of a file

Each of the three layouts comes from another program. They have the features of United Nations pages: running headers,
page and job numbers, a cover or none, indented or spaced paragraphs, and footnotes at the end of the page. The Debian
packages are libreoffice-writer, weasyprint, and texlive-xetex with texlive-lang-chinese.
"""
