namespace ScreenOps.Core.Districts;

/// <summary>What is personal, as those may see it who need not know it.</summary>
public static class Masks
{
    private const int PhoneLeft = 3, PhoneRight = 4;

    /// <summary>王秀英 as 王*英, 王英 as 王*.</summary>
    public static string Name(string name) => name.Length switch
    {
        0 => "",
        1 => "*",
        2 => $"{name[0]}*",
        _ => $"{name[0]}{new string('*', name.Length - 2)}{name[^1]}",
    };

    /// <summary>13812345678 as 138****5678.</summary>
    public static string Phone(string phone) => phone.Length < PhoneLeft + PhoneRight ? new string('*', phone.Length)
        : phone[..PhoneLeft] + new string('*', phone.Length - PhoneLeft - PhoneRight) + phone[^PhoneRight..];
}
