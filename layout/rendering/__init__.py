"""Stage 5: page layouts in, finished PDFs out.

``files.render_files`` is the way in; it brings WeasyPrint with it, so it is imported where
it is used. ``pictures.load_pictures`` makes pictures ready without it.
"""
