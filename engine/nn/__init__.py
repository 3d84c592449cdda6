"""Models and the parts they are made of. A model is loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# These carry the name of their module: imported later, the module would take the name over.
from engine.nn.mlp import mlp
from engine.nn.summary import LayerRow, Summary, summary

if TYPE_CHECKING:
    from engine.nn.activations import activation
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
    from engine.nn.attention.settings import TransformerSettings
    from engine.nn.attention.transformer import Transformer
    from engine.nn.catalog import models
    from engine.nn.generative.autoencoder import (
        Autoencoder,
        autoencoder,
        conv_autoencoder,
        reconstruction_loss,
    )
    from engine.nn.generative.gan import GAN, gan_loss, image_gan, point_gan
    from engine.nn.init.apply import drawn, initialised
    from engine.nn.init.catalog import initialisations
    from engine.nn.init.default import torch_default
    from engine.nn.init.he import he_normal
    from engine.nn.landscape import LandscapeModel
    from engine.nn.plain import deep_plain
    from engine.nn.regression import linear_regression, logistic_regression
    from engine.nn.residual import Residual
    from engine.nn.sequence.bag import BagOfWords
    from engine.nn.sequence.classifier import RecurrentClassifier, bilstm_classifier, lengths_of
    from engine.nn.sequence.gru import GRU, GRUCell
    from engine.nn.sequence.layers import init_recurrent, recurrent
    from engine.nn.sequence.losses import sequence_accuracy, token_accuracy, token_cross_entropy
    from engine.nn.sequence.lstm import LSTM, LSTMCell
    from engine.nn.sequence.rnn import RNN, RNNCell
    from engine.nn.sequence.seq2seq import Seq2Seq
    from engine.nn.sequence.tagger import RecurrentTagger
    from engine.nn.sequence.translating import greedy, teacher_forced
    from engine.nn.shapes import ShapeError, explain_shapes, naming_layers
    from engine.nn.vision.densenet import DenseBlock, densenet
    from engine.nn.vision.detection.decode import Detections, decode
    from engine.nn.vision.detection.loss import detection_loss
    from engine.nn.vision.detection.network import Detector
    from engine.nn.vision.images import AsImages
    from engine.nn.vision.lenet import lenet
    from engine.nn.vision.resnet import BasicBlock, resnet, resnet18
    from engine.nn.vision.vgg import vgg, vgg16
    from engine.nn.weightless import without_weights

__all__ = [
    "GAN",
    "GPT_SETTINGS",
    "GRU",
    "LSTM",
    "RNN",
    "AdditiveAttention",
    "AsImages",
    "Autoencoder",
    "BagOfWords",
    "BasicBlock",
    "Decoder",
    "DecoderLayer",
    "DenseBlock",
    "Detections",
    "Detector",
    "DotAttention",
    "Encoder",
    "EncoderLayer",
    "GRUCell",
    "LSTMCell",
    "LandscapeModel",
    "LayerRow",
    "LearnedPositions",
    "MultiHeadAttention",
    "RNNCell",
    "Recording",
    "RecurrentClassifier",
    "RecurrentTagger",
    "Residual",
    "Seq2Seq",
    "ShapeError",
    "SinusoidalPositions",
    "Summary",
    "TinyGPT",
    "TokenEmbedding",
    "Transformer",
    "TransformerClassifier",
    "TransformerSettings",
    "activation",
    "attention_layers",
    "attention_maps",
    "autoencoder",
    "bilstm_classifier",
    "causal_mask",
    "conv_autoencoder",
    "decode",
    "deep_plain",
    "densenet",
    "detection_loss",
    "drawn",
    "explain_shapes",
    "gan_loss",
    "generate",
    "gpt_settings",
    "greedy",
    "he_normal",
    "image_gan",
    "init_recurrent",
    "initialisations",
    "initialised",
    "lenet",
    "lengths_of",
    "linear_regression",
    "logistic_regression",
    "mlp",
    "models",
    "naming_layers",
    "padding_mask",
    "point_gan",
    "reconstruction_loss",
    "recurrent",
    "resnet",
    "resnet18",
    "sequence_accuracy",
    "sinusoidal",
    "summary",
    "teacher_forced",
    "token_accuracy",
    "token_cross_entropy",
    "torch_default",
    "vgg",
    "vgg16",
    "without_weights",
]

_HOMES = {
    "AdditiveAttention": "engine.nn.attention.alignment",
    "AsImages": "engine.nn.vision.images",
    "Autoencoder": "engine.nn.generative.autoencoder",
    "BagOfWords": "engine.nn.sequence.bag",
    "BasicBlock": "engine.nn.vision.resnet",
    "Decoder": "engine.nn.attention.decoder",
    "DecoderLayer": "engine.nn.attention.decoder",
    "DenseBlock": "engine.nn.vision.densenet",
    "Detections": "engine.nn.vision.detection.decode",
    "Detector": "engine.nn.vision.detection.network",
    "DotAttention": "engine.nn.attention.alignment",
    "Encoder": "engine.nn.attention.encoder",
    "EncoderLayer": "engine.nn.attention.encoder",
    "GAN": "engine.nn.generative.gan",
    "GPT_SETTINGS": "engine.nn.attention.gpt",
    "GRU": "engine.nn.sequence.gru",
    "GRUCell": "engine.nn.sequence.gru",
    "LSTM": "engine.nn.sequence.lstm",
    "LSTMCell": "engine.nn.sequence.lstm",
    "LandscapeModel": "engine.nn.landscape",
    "LearnedPositions": "engine.nn.attention.positions",
    "MultiHeadAttention": "engine.nn.attention.multi_head",
    "RNN": "engine.nn.sequence.rnn",
    "RNNCell": "engine.nn.sequence.rnn",
    "Recording": "engine.nn.attention.recording",
    "RecurrentClassifier": "engine.nn.sequence.classifier",
    "RecurrentTagger": "engine.nn.sequence.tagger",
    "Residual": "engine.nn.residual",
    "Seq2Seq": "engine.nn.sequence.seq2seq",
    "ShapeError": "engine.nn.shapes",
    "SinusoidalPositions": "engine.nn.attention.positions",
    "TinyGPT": "engine.nn.attention.gpt",
    "TokenEmbedding": "engine.nn.attention.embedding",
    "Transformer": "engine.nn.attention.transformer",
    "TransformerClassifier": "engine.nn.attention.classifier",
    "TransformerSettings": "engine.nn.attention.settings",
    "activation": "engine.nn.activations",
    "attention_layers": "engine.nn.attention.maps",
    "attention_maps": "engine.nn.attention.maps",
    "autoencoder": "engine.nn.generative.autoencoder",
    "bilstm_classifier": "engine.nn.sequence.classifier",
    "causal_mask": "engine.nn.attention.masks",
    "conv_autoencoder": "engine.nn.generative.autoencoder",
    "decode": "engine.nn.vision.detection.decode",
    "deep_plain": "engine.nn.plain",
    "densenet": "engine.nn.vision.densenet",
    "detection_loss": "engine.nn.vision.detection.loss",
    "drawn": "engine.nn.init.apply",
    "explain_shapes": "engine.nn.shapes",
    "gan_loss": "engine.nn.generative.gan",
    "generate": "engine.nn.attention.generate",
    "gpt_settings": "engine.nn.attention.gpt",
    "greedy": "engine.nn.sequence.translating",
    "he_normal": "engine.nn.init.he",
    "image_gan": "engine.nn.generative.gan",
    "init_recurrent": "engine.nn.sequence.layers",
    "initialisations": "engine.nn.init.catalog",
    "initialised": "engine.nn.init.apply",
    "lenet": "engine.nn.vision.lenet",
    "lengths_of": "engine.nn.sequence.classifier",
    "linear_regression": "engine.nn.regression",
    "logistic_regression": "engine.nn.regression",
    "models": "engine.nn.catalog",
    "naming_layers": "engine.nn.shapes",
    "padding_mask": "engine.nn.attention.masks",
    "point_gan": "engine.nn.generative.gan",
    "reconstruction_loss": "engine.nn.generative.autoencoder",
    "recurrent": "engine.nn.sequence.layers",
    "resnet": "engine.nn.vision.resnet",
    "resnet18": "engine.nn.vision.resnet",
    "sequence_accuracy": "engine.nn.sequence.losses",
    "sinusoidal": "engine.nn.attention.positions",
    "teacher_forced": "engine.nn.sequence.translating",
    "token_accuracy": "engine.nn.sequence.losses",
    "token_cross_entropy": "engine.nn.sequence.losses",
    "torch_default": "engine.nn.init.default",
    "vgg": "engine.nn.vision.vgg",
    "vgg16": "engine.nn.vision.vgg",
    "without_weights": "engine.nn.weightless",
}


def __getattr__(name: str) -> object:
    """Load a model when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
