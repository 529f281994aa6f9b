# read the size
size = input( ).split( )
height = int( size[0] ); width = int( size[1] )
field = [ ]
field.append( ["#"] * ( width + 2 ) )
for i in range( height ): field.append( ["#"] + list( input( ) ) + ["#"] )
field.append( ["#"] * ( width + 2 ) )

# start
number = 0
if field[1][1] == '.': field[1][1] = 0

found = True
while ( found and ( field[height][width] == '.' ) ):
  found = False
  for i in range( 1, height + 1 ):
    for j in range( 1, width + 1 ):
      if ( field[i][j] == number ):
        # up
        if field[i - 1][j] == '.': field[i - 1][j] = number + 1; found = True
        # down
        if field[i + 1][j] == '.': field[i + 1][j] = number + 1; found = True
        # left
        if field[i][j - 1] == '.': field[i][j - 1] = number + 1; found = True
        # right
        if field[i][j + 1] == '.': field[i][j + 1] = number + 1; found = True
  number = number + 1

# the answer
if ( ( field[height][width] == '.' ) or ( field[height][width] == '#' ) ): print( -1 )
else: print( field[height][width] )
