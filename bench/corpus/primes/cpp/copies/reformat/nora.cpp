#include <iostream>
#include <vector>
#include <algorithm>

/* gives all primes up to and including n */
std::vector<int> primesUpTo( int n )
{
	std::vector<int> primes;
	for( int x = 2; x <= n; x++ )
	{
		bool good = true;	// until a divisor is found
		for( int p : primes )
		{
			if( p * p > x )
			{
				break;
			}
			if( ( x % p ) == 0 ) { good = false; break; }
		}
		if( good )
		{
			primes.push_back( x );
		}
	}
	return primes;
}

/* the main program */
int main()
{
	int n;
	std::cin >> n;
	auto primes = primesUpTo( n );
	for( int p : primes )
	{
		std::cout << p << '\n';
	}

	int gap = 0;	// largest so far
	for( std::size_t i = 1; i < primes.size(); i++ )
	{
		gap = std::max( gap, ( primes[ i ] - primes[ i - 1 ] ) );
	}
	std::cout << primes.size() << " primes, largest gap " << gap << '\n';
}
