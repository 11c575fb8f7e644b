"""Classifier heads: one kernel model over the message's embedding and its words, trained from the pack's examples."""

from knowledge.heads.calibration import Calibrator, Prediction
from knowledge.heads.features import Features, FeatureSpace
from knowledge.heads.kernel import KernelModel

__all__ = ["Calibrator", "FeatureSpace", "Features", "KernelModel", "Prediction"]
