#include <libxml/xmlversion.h>
/* Where libxml2 is built with ICU its headers bring ICU's along, which clash with those of Foundation. Only the layout of
   encoding handlers depends on it, and nobody here looks into them. */
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
