package web

// What tests may see of the inside.

// HubSpotError spells an error as HubSpot's clients read it.
var HubSpotError = hubSpotError
