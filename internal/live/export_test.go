package live

// VisitorHands is how many visitors are answered at once.
const VisitorHands = visitorHands
