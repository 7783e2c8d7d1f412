namespace infoplane {}
