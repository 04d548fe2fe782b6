/// What both products need of cryptography: passwords ([argiope.crypto.Argon2idHasher]), secrets at rest
/// ([argiope.crypto.Sealer]) and unguessable text ([argiope.crypto.RandomText]).
///
/// May use: `core`, Bouncy Castle. Used by: `app`, which hands them to the products' features, and adapters that keep
/// secrets. Knows neither product.
@NullMarked
package argiope.crypto;

import org.jspecify.annotations.NullMarked;
