// Package pipeline joins the stages: it pulls windows into the landing, flattens what has landed, merges it into the
// next database, and publishes.
//
// The order is odd for a pipeline: nothing is flattened before its window has ended. That is the rule from which the
// rest follows. A run that dies in any stage leaves a landing that goes on where it was; loading is a function of the
// landing and of the generation before; and replay, rebuild and verify are the same functions without the pulling.
//
// One tenant's failure is kept beside its name and never stops another's. What is whole is published.
package pipeline
