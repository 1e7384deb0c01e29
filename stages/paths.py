"""Where the stages put things: the contract that people's scripts rely on."""

from pathlib import Path

PARAMS = Path("params.yaml")
PREPARED = Path("data/prepared")
CHECKPOINTS = Path(".checkpoints")
GENERATOR = Path("models/generator.keras")
CRITIC = Path("models/critic.keras")
HISTORY = Path("reports/train/history.csv")
FAILED_HISTORY = Path("reports/train/history.failed.csv")
PROGRESS = Path("reports/train/progress")
TRAIN_METRICS = Path("reports/train/metrics.json")
SAMPLES = Path("samples/images.npy")
SAMPLE_LABELS = Path("samples/labels.npy")
GRID = Path("samples/grid.png")
INTERPOLATION = Path("samples/interpolation.png")
SAME_LATENTS = Path("samples/same_latents")
EVALUATE_METRICS = Path("reports/evaluate/metrics.json")
NEIGHBOURS = Path("reports/evaluate/neighbours.png")
DISTANCES = Path("reports/evaluate/distances.png")
TREND = Path("reports/evaluate/trend.png")
REPORT = Path("reports/report.html")
