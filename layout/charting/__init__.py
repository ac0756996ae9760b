"""Stage 4: data of articles in, the same articles with drawings of them as pictures out."""

from layout.charting.charts import with_charts

__all__ = ["with_charts"]
