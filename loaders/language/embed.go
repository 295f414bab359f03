package language

import _ "embed"

// english.model is made by 'kg train language'; english.model.NOTICE tells from what, under which licences, and how good
// it is.
//
//go:embed english.model
var english string

// LoadModel returns the model that is part of the program. Each call makes a new one: call it once and share it.
func LoadModel() (*Model, error) { return parseModel(english) }
