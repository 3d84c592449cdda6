"""Recurrent models by name."""

from __future__ import annotations

from torch import nn

from engine.catalog import Catalog, Entry
from engine.nn.sequence.bag import BagOfWords
from engine.nn.sequence.classifier import RecurrentClassifier, bilstm_classifier
from engine.nn.sequence.seq2seq import Seq2Seq
from engine.nn.sequence.tagger import RecurrentTagger

sequence_models: Catalog[nn.Module] = Catalog(
    "model",
    Entry("bag_of_words", BagOfWords, "the mean of the words' vectors, classified"),
    Entry(
        "recurrent_classifier",
        RecurrentClassifier,
        "an RNN, LSTM or GRU that names the class of a sequence",
    ),
    Entry("bilstm_classifier", bilstm_classifier, "an LSTM that reads a text in both directions"),
    Entry(
        "recurrent_tagger",
        RecurrentTagger,
        "a recurrent net that says something at every place, such as the next token",
    ),
    Entry("seq2seq", Seq2Seq, "encoder and decoder, with or without attention"),
)
