"""What the loss tells both networks."""


def slopes(module, student, teacher, temperature):
    """The loss, and its gradients for the student's and for the teacher's scores, or None."""
    student = student.clone().requires_grad_()
    teacher = teacher.clone().requires_grad_()
    loss = module.distilled(student, teacher, temperature)
    if getattr(loss, "requires_grad", False):
        loss.backward()
    return {"loss": loss, "student": student.grad, "teacher": teacher.grad}
