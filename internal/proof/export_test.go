package proof

// DiagnoseHashWithin is [DiagnoseHash] with less work allowed: fuzzing asks it often.
var DiagnoseHashWithin = diagnoseHash
