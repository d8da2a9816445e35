/**
 * The Dice to be expected of a class by its probabilities alone: 2 Σ p·ŷ / (Σ p + Σ ŷ), where ŷ is 1 where
 * the class is predicted and else 0. It is the Dice of the prediction with a truth that is as uncertain as the
 * probabilities say.
 *
 * @param sums Σ p, the sum of its probabilities; Σ p·ŷ, that where it is predicted; Σ ŷ, the pixels of that.
 * @returns From 0 to 1; NaN where the class isn't predicted.
 */
export function expectedDice(
  { all, own, predicted }: { all: number; own: number; predicted: number },
): number {
  return predicted === 0 ? NaN : 2 * own / (all + predicted);
}
