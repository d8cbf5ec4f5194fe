// Rubrics
