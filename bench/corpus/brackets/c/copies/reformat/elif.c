#include <string.h>
#include <stdio.h>

static const char* p; // where we are

static int group( void )
{
  const char* open  = "([{";
  const char* close = ")]}";
  while ( *p && ( *p != '\n' ) && !strchr( close, *p ) ) // not at an end
  {
    const char* kind = strchr( open, *p );
    p++;
    if ( kind )
    {
      if ( !group() )
      {
        return 0;
      }
      if ( *p != close[ kind - open ] )
      {
        return 0;
      }
      p++; // closed
    }
  }
  return 1;
}

// main loop
int main( void )
{
  static char buffer[ 20000 ];
  while ( fgets( buffer, sizeof buffer, stdin ) != NULL )
  {
    p = buffer;
    int fine = group() && ( ( *p == '\0' ) || ( *p == '\n' ) );
    printf( "%s\n", fine ? "balanced" : "unbalanced" );
  }
  return 0;
}
