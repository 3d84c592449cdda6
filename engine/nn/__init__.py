"""Models and the parts they are made of. A model is loaded when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy

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
    from engine.nn.checkpointed import Checkpointed
    from engine.nn.generative.autoencoder import (
        Autoencoder,
        autoencoder,
        conv_autoencoder,
        reconstruction_loss,
    )
    from engine.nn.generative.gan import GAN, gan_loss, image_gan, point_gan
    from engine.nn.init.apply import drawn, initialised
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
    from engine.nn.sequence.through_time import gradient_by_time
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
    "Checkpointed",
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
    "gradient_by_time",
    "greedy",
    "he_normal",
    "image_gan",
    "init_recurrent",
    "initialised",
    "lenet",
    "lengths_of",
    "linear_regression",
    "logistic_regression",
    "mlp",
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
    "AdditiveAttention": "attention.alignment",
    "AsImages": "vision.images",
    "Autoencoder": "generative.autoencoder",
    "BagOfWords": "sequence.bag",
    "BasicBlock": "vision.resnet",
    "Checkpointed": "checkpointed",
    "Decoder": "attention.decoder",
    "DecoderLayer": "attention.decoder",
    "DenseBlock": "vision.densenet",
    "Detections": "vision.detection.decode",
    "Detector": "vision.detection.network",
    "DotAttention": "attention.alignment",
    "Encoder": "attention.encoder",
    "EncoderLayer": "attention.encoder",
    "GAN": "generative.gan",
    "GPT_SETTINGS": "attention.gpt",
    "GRU": "sequence.gru",
    "GRUCell": "sequence.gru",
    "LSTM": "sequence.lstm",
    "LSTMCell": "sequence.lstm",
    "LandscapeModel": "landscape",
    "LearnedPositions": "attention.positions",
    "MultiHeadAttention": "attention.multi_head",
    "RNN": "sequence.rnn",
    "RNNCell": "sequence.rnn",
    "Recording": "attention.recording",
    "RecurrentClassifier": "sequence.classifier",
    "RecurrentTagger": "sequence.tagger",
    "Residual": "residual",
    "Seq2Seq": "sequence.seq2seq",
    "ShapeError": "shapes",
    "SinusoidalPositions": "attention.positions",
    "TinyGPT": "attention.gpt",
    "TokenEmbedding": "attention.embedding",
    "Transformer": "attention.transformer",
    "TransformerClassifier": "attention.classifier",
    "TransformerSettings": "attention.settings",
    "activation": "activations",
    "attention_layers": "attention.maps",
    "attention_maps": "attention.maps",
    "autoencoder": "generative.autoencoder",
    "bilstm_classifier": "sequence.classifier",
    "causal_mask": "attention.masks",
    "conv_autoencoder": "generative.autoencoder",
    "decode": "vision.detection.decode",
    "deep_plain": "plain",
    "densenet": "vision.densenet",
    "detection_loss": "vision.detection.loss",
    "drawn": "init.apply",
    "explain_shapes": "shapes",
    "gan_loss": "generative.gan",
    "generate": "attention.generate",
    "gpt_settings": "attention.gpt",
    "gradient_by_time": "sequence.through_time",
    "greedy": "sequence.translating",
    "he_normal": "init.he",
    "image_gan": "generative.gan",
    "init_recurrent": "sequence.layers",
    "initialised": "init.apply",
    "lenet": "vision.lenet",
    "lengths_of": "sequence.classifier",
    "linear_regression": "regression",
    "logistic_regression": "regression",
    "naming_layers": "shapes",
    "padding_mask": "attention.masks",
    "point_gan": "generative.gan",
    "reconstruction_loss": "generative.autoencoder",
    "recurrent": "sequence.layers",
    "resnet": "vision.resnet",
    "resnet18": "vision.resnet",
    "sequence_accuracy": "sequence.losses",
    "sinusoidal": "attention.positions",
    "teacher_forced": "sequence.translating",
    "token_accuracy": "sequence.losses",
    "token_cross_entropy": "sequence.losses",
    "torch_default": "init.default",
    "vgg": "vision.vgg",
    "vgg16": "vision.vgg",
    "without_weights": "weightless",
}

__getattr__ = lazy(__name__, _HOMES)
