// IntakeFormats
