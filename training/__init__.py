"""How the model is made: data, teacher, student, distillation, export, calibration, evaluation."""
