"""From corpora to the shipped models: examples, fine-tuning, distillation, export, score.

    python -m training training/tagger.toml --corpora ../shared/data

Never imported by the product; imports the product's own windows and features, so that a
model is trained on what it will be shown.
"""
