namespace ScreenOps.Server.Staffing;

/// <summary>What no plan can go below. See decision 0007.</summary>
internal static class PlanBound
{
    /// <summary>
    /// The least cost that a plan of no more than this unfilled weight can have, at these prices: seats at their price, less what each crew can win at
    /// most, less the weight at its price. With ways at nothing and the weight at its price alone: the least weight.
    /// </summary>
    /// <param name="gains">Is told by crew what one more member of it would be worth.</param>
    public static Int128 Of(Layout layout, Prices prices, int weight, long[]? gains = null)
    {
        var offers = new Offers(layout, prices);
        Int128 bound = -(Int128)prices.Weight * weight;
        foreach (var post in layout.Live)
        {
            // A seat may stay empty at the price of its weight.
            var seat = Math.Min(prices.Seat[post], prices.Weight * Layout.Weight(post));
            bound += (Int128)seat * layout.Vacant[post];
        }
        foreach (var crew in layout.Crews)
        {
            var best = offers.Best(crew);
            bound += (Int128)best * crew.Members.Count;
            if (gains is not null) gains[crew.Number] = -best;
        }
        return bound;
    }
}
