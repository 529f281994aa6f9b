import java.util.*;
/* Homework 3: counting words */
public class Main
{
  // main program
  public static void main( String[] arguments )
  {
    // read all words
    Scanner scanner = new Scanner( System.in );
    ArrayList<String> words = new ArrayList<String>( );
    while( scanner.hasNextLine( ) )
    {
      String line = scanner.nextLine( ).toLowerCase( );
      StringTokenizer tokens = new StringTokenizer( line , " \t.,;:!?" );
      while( tokens.hasMoreTokens( ) ) words.add( tokens.nextToken( ) );
    }
    // find the best one ten times
    TreeSet<String> different = new TreeSet<String>( words );
    int amount = different.size( ), round = 0;
    while( ( round < 10 ) && !different.isEmpty( ) )
    {
      String best = different.first( );
      for( String candidate : different )
        if( Collections.frequency( words , candidate ) > Collections.frequency( words , best ) ) best = candidate;
      System.out.println( best + " " + Collections.frequency( words , best ) );
      different.remove( best );
      round = round + 1;
    }
    System.out.println( "different words: " + amount );
  }
}
