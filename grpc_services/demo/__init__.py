"""What does a newcomer find before anybody has sold anything?"""
