"""Attention and Transformers, from scratch and equal to PyTorch's."""

from engine.nn.attention.alignment import AdditiveAttention, DotAttention
from engine.nn.attention.classifier import TransformerClassifier
from engine.nn.attention.decoder import Decoder, DecoderLayer
from engine.nn.attention.embedding import TokenEmbedding
from engine.nn.attention.encoder import Encoder, EncoderLayer
from engine.nn.attention.generate import generate
from engine.nn.attention.gpt import GPT_SETTINGS, TinyGPT, gpt_settings
from engine.nn.attention.maps import attention_layers, attention_maps
from engine.nn.attention.masks import causal_mask, padding_mask
from engine.nn.attention.multi_head import MultiHeadAttention
from engine.nn.attention.positions import LearnedPositions, SinusoidalPositions, sinusoidal
from engine.nn.attention.recording import Recording
from engine.nn.attention.scaled_dot_product import attention
from engine.nn.attention.settings import TransformerSettings
from engine.nn.attention.transformer import Transformer

__all__ = [
    "GPT_SETTINGS",
    "AdditiveAttention",
    "Decoder",
    "DecoderLayer",
    "DotAttention",
    "Encoder",
    "EncoderLayer",
    "LearnedPositions",
    "MultiHeadAttention",
    "Recording",
    "SinusoidalPositions",
    "TinyGPT",
    "TokenEmbedding",
    "Transformer",
    "TransformerClassifier",
    "TransformerSettings",
    "attention",
    "attention_layers",
    "attention_maps",
    "causal_mask",
    "generate",
    "gpt_settings",
    "padding_mask",
    "sinusoidal",
]
