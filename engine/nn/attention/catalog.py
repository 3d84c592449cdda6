"""Models that attend, by name, with flat settings."""

from __future__ import annotations

from torch import nn

from engine.catalog import Catalog, Entry
from engine.nn.attention.classifier import Pooling, TransformerClassifier
from engine.nn.attention.gpt import TinyGPT
from engine.nn.attention.settings import Activation, Positions, TransformerSettings
from engine.nn.attention.transformer import Transformer


def transformer_classifier(
    *,
    vocabulary: int,
    classes: int,
    length: int,
    width: int = 64,
    heads: int = 4,
    layers: int = 2,
    feed_forward: int = 128,
    dropout: float = 0.0,
    activation: Activation = "relu",
    norm_first: bool = False,
    scaled: bool = True,
    positions: Positions = "sinusoidal",
    embedding_std: float | None = None,
    scale_embedding: bool = True,
    fused: bool = True,
    pooling: Pooling = "mean",
    masked: bool = True,
) -> nn.Module:
    """A `TransformerClassifier`: (n, length) → (n, classes)."""
    settings = TransformerSettings(
        width=width,
        heads=heads,
        layers=layers,
        feed_forward=feed_forward,
        dropout=dropout,
        activation=activation,
        norm_first=norm_first,
        scaled=scaled,
        positions=positions,
        embedding_std=embedding_std,
        scale_embedding=scale_embedding,
        fused=fused,
    )
    return TransformerClassifier(
        vocabulary, classes, length=length, settings=settings, pooling=pooling, masked=masked
    )


def transformer(
    *,
    source_vocabulary: int,
    target_vocabulary: int,
    length: int,
    output_length: int,
    start: int = 1,
    width: int = 64,
    heads: int = 4,
    layers: int = 2,
    feed_forward: int = 128,
    dropout: float = 0.0,
    activation: Activation = "relu",
    norm_first: bool = False,
    scaled: bool = True,
    positions: Positions = "sinusoidal",
    fused: bool = True,
) -> nn.Module:
    """A `Transformer`: (n, s) → (n, t, target vocabulary)."""
    settings = TransformerSettings(
        width=width,
        heads=heads,
        layers=layers,
        feed_forward=feed_forward,
        dropout=dropout,
        activation=activation,
        norm_first=norm_first,
        scaled=scaled,
        positions=positions,
        fused=fused,
    )
    return Transformer(
        source_vocabulary,
        target_vocabulary,
        length=length,
        output_length=output_length,
        start=start,
        settings=settings,
    )


def tiny_gpt(
    *,
    vocabulary: int,
    context: int,
    width: int = 64,
    heads: int = 4,
    layers: int = 2,
    feed_forward: int = 256,
    dropout: float = 0.0,
    activation: Activation = "gelu",
    norm_first: bool = True,
    scaled: bool = True,
    positions: Positions = "learned",
    embedding_std: float | None = 0.02,
    scale_embedding: bool = False,
    fused: bool = True,
    tied: bool = True,
    causal: bool = True,
) -> nn.Module:
    """A `TinyGPT`: (n, length) → (n, length, vocabulary)."""
    settings = TransformerSettings(
        width=width,
        heads=heads,
        layers=layers,
        feed_forward=feed_forward,
        dropout=dropout,
        activation=activation,
        norm_first=norm_first,
        scaled=scaled,
        positions=positions,
        embedding_std=embedding_std,
        scale_embedding=scale_embedding,
        fused=fused,
    )
    return TinyGPT(vocabulary, context=context, settings=settings, tied=tied, causal=causal)


attention_models: Catalog[nn.Module] = Catalog(
    "model",
    Entry(
        "transformer_classifier",
        transformer_classifier,
        "a Transformer encoder that names the class of a sequence",
    ),
    Entry("transformer", transformer, "encoder and decoder: from a sequence to another one"),
    Entry("tiny_gpt", tiny_gpt, "a causal Transformer that predicts the next token"),
)
