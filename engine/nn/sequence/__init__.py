"""Recurrent nets, from scratch and equal to PyTorch's, and what is built of them."""

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

__all__ = [
    "GRU",
    "LSTM",
    "RNN",
    "BagOfWords",
    "GRUCell",
    "LSTMCell",
    "RNNCell",
    "RecurrentClassifier",
    "RecurrentTagger",
    "Seq2Seq",
    "bilstm_classifier",
    "gradient_by_time",
    "greedy",
    "init_recurrent",
    "lengths_of",
    "recurrent",
    "sequence_accuracy",
    "teacher_forced",
    "token_accuracy",
    "token_cross_entropy",
]
