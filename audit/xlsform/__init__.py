"""Tools as XLSForm workbooks, in and out."""
