using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ScreenOps.Browser.Tests;

internal static class Addresses
{
    /// <summary>Until the page is loaded whose address the pattern fits. WaitForURLAsync looks once and then waits for a navigation, which may be over between the two.</summary>
    public static async Task Reaches(this IPage page, string pattern)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(pattern));
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'");
    }
}
